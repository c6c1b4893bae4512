package io.dataarts.rerun.batch;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.loopback.ArrivedRequest;
import io.dataarts.rerun.loopback.Cloud;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A service with many quality jobs, which replies by their ids, and a studio that reruns them without a wait. */
public final class Night implements AutoCloseable {

    public static final Reply ACCEPTED = Reply.json(200, "{\"instance_id\":\"7\"}", "X-Request-Id: r-1");
    public static final Reply REFUSED = Reply.json(400, "{\"error_code\":\"DQC.1\",\"error_msg\":\"no\"}", "X-Request-Id: r-2");
    public static final Reply THROTTLED = Reply.json(429, "{}", "Retry-After: 0");
    private static final Pattern ID = Pattern.compile("\"rule_id\":\"(\\d+)\"");

    private final Map<Integer, Function<ArrivedRequest, Reply>> replies = new ConcurrentHashMap<>();
    /** The ids of the jobs in the order of their requests. */
    public final List<Integer> arrived = Collections.synchronizedList(new ArrayList<>());
    public final LoopbackServer server = LoopbackServer.answeringEach(this::reply);
    public final DataArtsStudio whole = Example.builder(server).retryPolicy(RetryPolicy.never()).build();
    public final DataArtsStudio studio = whole.atMostPerSecond(10_000);

    private Reply reply(ArrivedRequest request) {
        if (request.target().equals(Cloud.LOGIN)) {
            return Cloud.token("t", "null");
        }
        Matcher id = ID.matcher(request.raw());
        if (!id.find()) {
            return Reply.json(404, "{}");
        }
        int number = Integer.parseInt(id.group(1));
        arrived.add(number);
        return replies.getOrDefault(number, any -> ACCEPTED).apply(request);
    }

    /** Gives these replies to the job, one after the other. The last one repeats. */
    public Night on(int id, Reply... script) {
        List<Reply> left = new ArrayList<>(Arrays.asList(script));
        return onEach(id, request -> left.size() > 1 ? left.remove(0) : left.get(0));
    }

    public Night onEach(int id, Function<ArrivedRequest, Reply> reply) {
        replies.put(id, reply);
        return this;
    }

    public static Rerun rerun(int id) {
        return QualityRerun.qualityJob(Integer.toString(id));
    }

    public static List<Rerun> reruns(int... ids) {
        return IntStream.of(ids).mapToObj(Night::rerun).toList();
    }

    static RerunBatch batch(int... ids) {
        return RerunBatch.of(reruns(ids));
    }

    BatchReport run(Path journal, int... ids) {
        return batch(ids).journal(journal).run(studio);
    }

    @Override
    public void close() {
        whole.close();
        server.close();
    }
}
