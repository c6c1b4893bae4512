package io.dataarts.contract.loop;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.dataarts.contract.provider.Failure;
import io.dataarts.contract.provider.Item;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.Outcome;
import java.util.Collection;
import java.util.List;

/** Reruns of what the provider remembers, and answers that are lost. */
final class Reruns {

    static final String RETRY = "retryFactoryJobInstance";
    static final String RESTART = "restartQualityInstance";

    private Reruns() {
    }

    /** Returns a rerun of instances of one job, by their values at the provider's time. */
    static JobRerun of(Item... instances) {
        return of(List.of(instances));
    }

    static JobRerun of(Collection<Item> instances) {
        List<JsonNode> values = instances.stream().map(Item::values).map(JsonNode.class::cast).toList();
        return JobRerun.job(values.get(0).path("job_name").asText())
                .instances(values.stream().map(one -> new JobInstance(
                        one.path("job_id").asLong(), one.path("plan_time").asLong(), one.path("submit_time").asLong())).toList())
                .from(StartNode.error()).using(TaskVersion.ORIGINAL).build();
    }

    /** Sends a rerun that the provider executes. Its answer is lost. */
    static void loseAnswer(Morning morning, Rerun rerun) {
        lose(morning, rerun, Failure.dropped().afterExecution());
    }

    /** Sends a rerun that is lost before the provider executes it. */
    static void loseRequest(Morning morning, Rerun rerun) {
        lose(morning, rerun, Failure.dropped());
    }

    private static void lose(Morning morning, Rerun rerun, Failure failure) {
        morning.provider.failures().at(RETRY, 1, failure).at(RESTART, 1, failure);
        assertThatExceptionOfType(NoResponseException.class).isThrownBy(() -> morning.studio.rerun(rerun))
                .matches(e -> e.outcome() == Outcome.UNKNOWN);
    }

    /** Returns how many reruns reached the provider. */
    static int sent(Morning morning) {
        return morning.provider.count(RETRY) + morning.provider.count(RESTART);
    }
}
