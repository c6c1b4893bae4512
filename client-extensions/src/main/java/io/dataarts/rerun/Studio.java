package io.dataarts.rerun;

import feign.TypedResponse;
import io.dataarts.generated.api.FactoryApi;
import io.dataarts.generated.api.QualityApi;
import io.dataarts.rerun.internal.api.AnswerDecoder;
import io.dataarts.rerun.internal.api.ApiFactory;
import io.dataarts.rerun.internal.api.ModelDecoder;
import io.dataarts.rerun.internal.api.RequestDefaults;
import io.dataarts.rerun.internal.check.Arguments;
import io.dataarts.rerun.internal.http.Transport;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A studio, or a view of one. Views share the connections, credentials and threads. */
final class Studio implements DataArtsStudio {

    /**
     * Holds what a studio shares with its views.
     *
     * @param credentials the transport of the studio's own source of credentials, null if the user set credentials
     */
    record Shared(Transport transport, @Nullable Transport credentials, ApiFactory sending, ApiFactory previewing) {}

    private final Shared shared;
    private final RequestDefaults defaults;
    private final boolean owner;
    private final Apis models;
    private final Apis receipts;
    private final Apis previews;

    Studio(Shared shared, RequestDefaults defaults, boolean owner) {
        this.shared = shared;
        this.defaults = defaults;
        this.owner = owner;
        this.models = new Apis(shared.sending, defaults, new ModelDecoder(), new ConcurrentHashMap<>());
        this.receipts = new Apis(shared.sending, defaults, new ReceiptDecoder(), new ConcurrentHashMap<>());
        this.previews = new Apis(shared.previewing, defaults, new ReceiptDecoder(), new ConcurrentHashMap<>());
    }

    /** Makes each interface callable once. Its methods return what the decoder makes of a response. */
    private record Apis(ApiFactory factory, RequestDefaults defaults, AnswerDecoder decoder, Map<Class<?>, Object> made) {

        <T> T get(Class<T> type) {
            return type.cast(made.computeIfAbsent(type, missing -> factory.create(missing, defaults, decoder)));
        }
    }

    @Override
    public RerunReceipt rerun(Rerun rerun) {
        return (RerunReceipt) call(receipts, rerun).body();
    }

    @Override
    public RequestPreview preview(Rerun rerun) {
        return PreviewDecoder.decode(call(previews, rerun).request());
    }

    /** Calls the operation that reruns the work. No other place knows which operation that is. */
    private TypedResponse<?> call(Apis apis, Rerun rerun) {
        Objects.requireNonNull(rerun, "rerun");
        shared.transport.requireOpen();
        return rerun.map(job -> apis.get(FactoryApi.class).retryFactoryJobInstance(
                        defaults.projectId(), job.content().jobName(), defaults.workspace(), Requests.of(job.content())),
                quality -> apis.get(QualityApi.class)
                        .restartQualityInstance(defaults.projectId(), defaults.workspace(), Requests.of(quality)));
    }

    @Override
    public <T> T api(Class<T> type) {
        Objects.requireNonNull(type, "type");
        shared.transport.requireOpen();
        return models.get(type);
    }

    @Override
    public DataArtsStudio inWorkspace(String workspace) {
        return new Studio(shared, new RequestDefaults(defaults.projectId(), Arguments.workspace(workspace)), false);
    }

    @Override
    public void close() {
        if (owner) {
            shared.transport.close();
            if (shared.credentials != null) {
                shared.credentials.close();
            }
        }
    }

    @Override
    public String toString() {
        return "DataArtsStudio[project " + defaults.projectId() + ", workspace " + defaults.workspace() + "]";
    }
}
