package io.dataarts.rerun.internal.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.RequestPreview;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.RerunReceipt;
import io.dataarts.rerun.batch.BatchEntry;
import io.dataarts.rerun.batch.BatchEntry.Decision;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.DuplicateRerunException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.find.InstanceState;
import io.dataarts.rerun.internal.Json;
import io.dataarts.rerun.internal.call.Attempt;
import io.dataarts.rerun.internal.track.Before;
import io.dataarts.rerun.internal.track.Target;
import io.dataarts.rerun.track.Ending;
import io.dataarts.rerun.track.Evidence;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A rerun on its way through a batch, and its records in the journal. */
final class Item {

    final long id;
    List<Target> targets;
    Rerun rerun;
    long number;
    Decision decision = Decision.SENT;
    @Nullable Outcome outcome;
    @Nullable Integer httpStatus;
    @Nullable String requestId;
    @Nullable String instanceId;
    @Nullable String reason;
    @Nullable Evidence evidence;
    @Nullable Ending ending;
    @Nullable RequestPreview preview;
    @Nullable Throwable failure;
    @Nullable Before before;
    boolean isBegun;
    boolean isInDoubt; // it may have run, and what becomes of another call does not change that
    boolean isLooked; // since the last pause

    Item(Rerun rerun, List<Target> targets) {
        this.rerun = rerun;
        this.targets = targets;
        // The order has no meaning, but for the job that a rerun with related jobs names.
        String named = rerun.content() instanceof JobRerun.Content job && job.span() != null ? job.jobName() : "";
        id = Identities.of(named + targets.stream().map(Item::text).sorted().toList());
    }

    /** Returns a text that no other target has. The name of a job does not count beside its id. */
    private static String text(Target target) {
        return Json.MAPPER.valueToTree(Arrays.asList(target.workspace(), target.kind(), target.submitTime(), target.from(), target.to(),
                target.jobId() == null ? target.jobName() : target.jobId())).toString();
    }

    void accepted(RerunReceipt receipt) {
        outcome = Outcome.ACCEPTED;
        httpStatus = receipt.httpStatus();
        requestId = receipt.getRequestId();
        instanceId = receipt.getInstanceId();
        reason = null;
        failure = null;
    }

    /** Takes what became of the call. An Error carries the call's exception. */
    void failed(Throwable thrown) {
        DataArtsException told = Stream.concat(Stream.of(thrown), Stream.of(thrown.getSuppressed()))
                .filter(DataArtsException.class::isInstance).map(DataArtsException.class::cast).findFirst().orElse(null);
        isInDoubt |= told instanceof DuplicateRerunException;
        outcome = isInDoubt ? Outcome.UNKNOWN : told != null ? told.outcome() : isBegun ? Outcome.UNKNOWN : Outcome.NOT_SENT;
        httpStatus = told instanceof ServiceException answer ? (Integer) answer.httpStatus() : null;
        requestId = told == null ? null : told.requestId().orElse(null);
        before = isInDoubt ? null : before; // it is of a look after the earlier call
        reason = (isInDoubt ? "An earlier call may have run. " : "") + (told == null ? thrown.toString() : told.getMessage());
        failure = thrown;
    }

    BatchEntry entry() {
        return new BatchEntry(number, rerun, decision, outcome, httpStatus, requestId, instanceId, reason, evidence, ending, preview);
    }

    /** Returns whether a person has to look: it was not accepted, or ended otherwise than in success. */
    boolean isOpen() {
        return outcome != Outcome.ACCEPTED || ending != null && !ending.succeeded();
    }

    /** Returns whether the service has taken or refused the last call. */
    boolean isAnswered() {
        return outcome == Outcome.ACCEPTED || httpStatus != null && Attempt.meaningOf(httpStatus) == Outcome.REJECTED;
    }

    /** Returns whether a second run sends what a first left so. */
    boolean isToSend() {
        return outcome == Outcome.NOT_SENT || outcome == Outcome.REJECTED && (httpStatus == null || Plan.SENT_AGAIN.contains(httpStatus));
    }

    /** Returns the record that is on disk before the rerun is sent. */
    ObjectNode begin() {
        ObjectNode record = Json.MAPPER.createObjectNode();
        record.set("rerun", Json.MAPPER.valueToTree(rerun));
        if (before != null) {
            record.putObject("before").put("first", before.first()).set("instances", Json.MAPPER.valueToTree(before.instances()));
        }
        return record;
    }

    /** Returns the record of the outcome, which takes the place of the other. */
    ObjectNode end() {
        return begin().put("outcome", String.valueOf(outcome)).put("httpStatus", httpStatus).put("requestId", requestId)
                .put("instanceId", instanceId).put("reason", reason);
    }

    /** Returns what an earlier run left, by its record. */
    static Item left(JsonNode record, Site site) {
        Rerun rerun = site.read(record.required("rerun"));
        Item item = new Item(rerun, site.targets(rerun));
        JsonNode before = record.path("before");
        item.before = before.isMissingNode() ? null : new Before(before.path("first").asLong(),
                List.of(Json.MAPPER.convertValue(before.path("instances"), InstanceState[].class)));
        item.outcome = Outcome.valueOf(record.path("outcome").asText(Outcome.UNKNOWN.name()));
        item.decision = item.outcome == Outcome.ACCEPTED ? Decision.ALREADY_ACCEPTED : Decision.NOT_SENT_AGAIN;
        item.httpStatus = record.path("httpStatus").isInt() ? (Integer) record.path("httpStatus").asInt() : null;
        item.requestId = record.path("requestId").asText(null);
        item.instanceId = record.path("instanceId").asText(null);
        item.reason = record.path("reason").asText(record.has("outcome") ? null : "the batch ended before it noted an outcome");
        return item;
    }
}
