package io.dataarts.rerun;

import feign.Request;
import feign.TypedResponse;
import io.dataarts.generated.api.FactoryApi;
import io.dataarts.generated.api.QualityApi;
import io.dataarts.generated.model.RestartQualityInstanceResponse;
import io.dataarts.rerun.internal.ApiFactory;
import io.dataarts.rerun.internal.Arguments;
import io.dataarts.rerun.internal.Call;
import io.dataarts.rerun.internal.RequestDefaults;
import io.dataarts.rerun.internal.Transport;
import io.dataarts.rerun.internal.auth.JsonExchange;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A studio, or a view of one: the views share what costs. */
final class Studio implements DataArtsStudio {

    private final Transport transport;
    private final JsonExchange credentialExchange;
    private final ApiFactory sending;
    private final ApiFactory previewing;
    private final RequestDefaults defaults;
    private final boolean owner;
    private final Map<Class<?>, Object> apis = new ConcurrentHashMap<>();

    Studio(
            Transport transport,
            JsonExchange credentialExchange,
            ApiFactory sending,
            ApiFactory previewing,
            RequestDefaults defaults) {
        this(transport, credentialExchange, sending, previewing, defaults, true);
    }

    private Studio(
            Transport transport,
            JsonExchange credentialExchange,
            ApiFactory sending,
            ApiFactory previewing,
            RequestDefaults defaults,
            boolean owner) {
        this.transport = transport;
        this.credentialExchange = credentialExchange;
        this.sending = sending;
        this.previewing = previewing;
        this.defaults = defaults;
        this.owner = owner;
    }

    @Override
    public RerunReceipt rerun(Rerun rerun) {
        Objects.requireNonNull(rerun, "rerun");
        transport.requireOpen();
        try (Call call = Call.begin(transport.callTimeout())) {
            TypedResponse<?> response = rerun instanceof JobRerun job
                    ? retry(api(FactoryApi.class), job)
                    : restart(api(QualityApi.class), (QualityRerun) rerun);
            String instanceId =
                    response.body() instanceof RestartQualityInstanceResponse restarted ? restarted.getInstanceId() : null;
            Collection<String> requestIds = response.headers().getOrDefault("X-Request-Id", List.of());
            String requestId = requestIds.isEmpty() ? null : requestIds.iterator().next();
            return RerunReceipt.of(response.status(), requestId, instanceId, call.attempts());
        }
    }

    @Override
    public RequestPreview preview(Rerun rerun) {
        Objects.requireNonNull(rerun, "rerun");
        transport.requireOpen();
        Request request = (rerun instanceof JobRerun job
                        ? retry(previewing.create(FactoryApi.class, defaults), job)
                        : restart(previewing.create(QualityApi.class, defaults), (QualityRerun) rerun))
                .request();
        URI uri = URI.create(request.url());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", uri.getRawAuthority());
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach((name, values) -> byName.put(name, String.join(", ", values)));
        byName.put("Content-Length", String.valueOf(request.body().length));
        headers.putAll(byName);
        headers.put("Authorization", "<added when sent>");
        return new RequestPreview(request.httpMethod().name(), uri, headers, new String(request.body(), StandardCharsets.UTF_8));
    }

    private TypedResponse<Void> retry(FactoryApi api, JobRerun rerun) {
        return api.retryFactoryJobInstance(
                defaults.projectId(), rerun.content().jobName(), defaults.workspace(), Requests.of(rerun.content()));
    }

    private TypedResponse<RestartQualityInstanceResponse> restart(QualityApi api, QualityRerun rerun) {
        return api.restartQualityInstance(defaults.projectId(), defaults.workspace(), Requests.of(rerun));
    }

    @Override
    public <T> T api(Class<T> type) {
        Objects.requireNonNull(type, "type");
        transport.requireOpen();
        return type.cast(apis.computeIfAbsent(type, missing -> sending.create(missing, defaults)));
    }

    @Override
    public DataArtsStudio inWorkspace(String workspace) {
        RequestDefaults there = new RequestDefaults(defaults.projectId(), Arguments.workspace(workspace));
        return new Studio(transport, credentialExchange, sending, previewing, there, false);
    }

    @Override
    public void close() {
        if (owner) {
            transport.close();
            credentialExchange.close();
        }
    }

    @Override
    public String toString() {
        return "DataArtsStudio[project " + defaults.projectId() + ", workspace " + defaults.workspace() + "]";
    }
}
