package io.dataarts.rerun;

import com.fasterxml.jackson.databind.JsonNode;
import feign.TypedResponse;
import io.dataarts.generated.api.FactoryApi;
import io.dataarts.generated.api.QualityApi;
import io.dataarts.rerun.find.Query;
import io.dataarts.rerun.internal.Json;
import io.dataarts.rerun.internal.api.AnswerDecoder;
import io.dataarts.rerun.internal.api.ApiFactory;
import io.dataarts.rerun.internal.api.ModelDecoder;
import io.dataarts.rerun.internal.api.RequestDefaults;
import io.dataarts.rerun.internal.batch.Site;
import io.dataarts.rerun.internal.call.Gate;
import io.dataarts.rerun.internal.check.Arguments;
import io.dataarts.rerun.internal.delivery.Sleeper;
import io.dataarts.rerun.internal.find.Lists;
import io.dataarts.rerun.internal.http.Pace;
import io.dataarts.rerun.internal.http.Transport;
import io.dataarts.rerun.internal.track.Target;
import io.dataarts.rerun.internal.track.Watch;
import io.dataarts.rerun.track.Track;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A studio, or a view of one. Views share the connections, credentials and threads. */
final class Studio implements DataArtsStudio, Site {

    private static final int MAX_PER_SECOND = 100_000;
    /** The service allows a user 10 a second in the Factory, and 40 in ten seconds in Quality. */
    private static final int FACTORY_PER_SECOND = 8;
    private static final int QUALITY_PER_SECOND = 3;
    private static final AnswerDecoder MODELS = new ModelDecoder();
    private static final AnswerDecoder RECEIPTS = new ReceiptDecoder();
    private static final AnswerDecoder PREVIEWS = (answer, type) -> null; // nothing is sent, so that no answer comes

    /**
     * Holds what a studio shares with its views.
     *
     * @param credentials the transport of the studio's own source of credentials; if the user set credentials, the same as the other
     */
    record Shared(Transport transport, Transport credentials, ApiFactory sending, ApiFactory previewing, Sleeper sleeper) {}

    private final Shared shared;
    private final RequestDefaults defaults;
    private final boolean owner;
    private final Map<List<Object>, Object> apis = new ConcurrentHashMap<>();

    Studio(Shared shared, RequestDefaults defaults, boolean owner) {
        this.shared = shared;
        this.defaults = defaults;
        this.owner = owner;
    }

    @Override
    public RerunReceipt rerun(Rerun rerun) {
        return (RerunReceipt) call(shared.sending, RECEIPTS, rerun).body();
    }

    @Override
    public RequestPreview preview(Rerun rerun) {
        return PreviewDecoder.decode(call(shared.previewing, PREVIEWS, rerun).request());
    }

    /** Calls the operation that reruns the work. No other place knows which operation that is. */
    private TypedResponse<?> call(ApiFactory factory, AnswerDecoder decoder, Rerun rerun) {
        Objects.requireNonNull(rerun, "rerun");
        return rerun.map(job -> api(factory, decoder, FactoryApi.class).retryFactoryJobInstance(
                        defaults.projectId(), job.content().jobName(), defaults.workspace(), Requests.of(job.content())),
                quality -> api(factory, decoder, QualityApi.class)
                        .restartQualityInstance(defaults.projectId(), defaults.workspace(), Requests.of(quality)));
    }

    @Override
    public <T> Stream<T> find(Query<T> query) {
        return lists(defaults.workspace()).find(Objects.requireNonNull(query, "query"));
    }

    @Override
    public Track track(Rerun rerun) {
        return Watch.of(this::lists, shared.sleeper, List.of(targets(rerun))).get(0);
    }

    @Override
    public Rerun read(JsonNode content) {
        return content.has("kind") ? new QualityRerun(Json.MAPPER.convertValue(content, QualityRerun.Content.class))
                : new JobRerun(Json.MAPPER.convertValue(content, JobRerun.Content.class));
    }

    @Override
    public List<Target> targets(Rerun rerun) {
        return Objects.requireNonNull(rerun, "rerun").map(job -> Target.of(job.content(), defaults.workspace()),
                quality -> Target.of(quality.content(), defaults.workspace()));
    }

    @Override
    public Lists lists(String workspace) {
        return new Lists(api(FactoryApi.class), api(QualityApi.class), defaults.projectId(), workspace, new AtomicInteger());
    }

    @Override
    public <T> T api(Class<T> type) {
        return api(shared.sending, MODELS, Objects.requireNonNull(type, "type"));
    }

    /** Makes an interface callable once. Its methods return what the decoder makes of a response. */
    private <T> T api(ApiFactory factory, AnswerDecoder decoder, Class<T> type) {
        shared.transport.requireOpen();
        return type.cast(apis.computeIfAbsent(List.of(decoder, type), missing -> factory.create(type, defaults, decoder)));
    }

    @Override
    public DataArtsStudio inWorkspace(String workspace) {
        return view(Arguments.workspace(workspace), defaults.gate());
    }

    @Override
    public DataArtsStudio atMostPerSecond(int attempts) {
        Arguments.require(attempts >= 1 && attempts <= MAX_PER_SECOND,
                () -> "attempts must be between 1 and " + MAX_PER_SECOND + ", was " + attempts);
        return view(defaults.workspace(), new Pace(attempts, shared.transport));
    }

    @Override
    public Site through(UnaryOperator<Gate> around) {
        Gate factory = new Pace(FACTORY_PER_SECOND, shared.transport);
        Gate quality = new Pace(QUALITY_PER_SECOND, shared.transport);
        Gate pace = Objects.requireNonNullElse(defaults.gate(),
                attempt -> (attempt.call().head().pathTemplate().contains("/quality/") ? quality : factory).pass(attempt));
        return view(defaults.workspace(), around.apply(pace));
    }

    @Override
    public double perSecond(Rerun rerun) {
        return Pace.USED * (defaults.gate() instanceof Pace pace ? pace.perSecond()
                : rerun.map(job -> FACTORY_PER_SECOND, quality -> QUALITY_PER_SECOND));
    }

    @Override
    public Sleeper sleeper() {
        return shared.sleeper;
    }

    @Override
    public List<String> address() {
        return List.of(shared.sending.endpoint().toString(), defaults.projectId(), defaults.workspace());
    }

    @Override
    public boolean isClosed() {
        return shared.transport.isClosed();
    }

    private Studio view(String workspace, @Nullable Gate gate) {
        return new Studio(shared, new RequestDefaults(defaults.projectId(), workspace, gate), false);
    }

    @Override
    public void close() {
        if (owner) {
            shared.transport.close();
            shared.credentials.close();
        }
    }

    @Override
    public String toString() {
        return "DataArtsStudio[project " + defaults.projectId() + ", workspace " + defaults.workspace() + "]";
    }
}
