package io.dataarts.contract.delivery;

import com.huaweicloud.sdk.core.HcClient;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.exception.SdkException;
import com.huaweicloud.sdk.core.exception.ServiceResponseException;
import com.huaweicloud.sdk.core.http.HttpConfig;
import com.huaweicloud.sdk.dataartsstudio.v1.DataArtsStudioClient;
import com.huaweicloud.sdk.dataartsstudio.v1.model.RetryFactoryJobInstanceBody;
import com.huaweicloud.sdk.dataartsstudio.v1.model.RetryFactoryJobInstanceBodyTaskRetrys;
import com.huaweicloud.sdk.dataartsstudio.v1.model.RetryFactoryJobInstanceRequest;
import io.dataarts.contract.fault.LoopbackCertificates;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;

/** The vendor's SDK with default settings, except for timeouts, trusted certificates and threads that end with it. */
final class VendorClient implements AutoCloseable {

    private static final String DOES_NOT_SAY = ", does not say";

    private final ConnectionPool connections = new ConnectionPool(1, 1, TimeUnit.MINUTES);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final DataArtsStudioClient client;

    VendorClient(URI endpoint, Situation situation) {
        HttpConfig config = HttpConfig.getDefaultHttpConfig()
                .withConnectionTimeout((int) situation.connectTimeout().toSeconds())
                .withReadTimeout((int) situation.responseTimeout().toSeconds())
                .withSSLSocketFactory(LoopbackCertificates.client().getSocketFactory())
                .withX509TrustManager(LoopbackCertificates.trustOfClient())
                .withConnectionPool(connections)
                .withDispatcher(new Dispatcher(threads));
        client = new DataArtsStudioClient(new HcClient(config)
                .withCredential(new BasicCredentials().withAk(MatrixCalls.AK).withSk(MatrixCalls.SK).withProjectId(MatrixCalls.PROJECT))
                .withEndpoints(List.of(endpoint.toString())));
    }

    /** Makes the call, and returns its result in words; never null. */
    String call() {
        try {
            return "success with HTTP " + client.retryFactoryJobInstance(new RetryFactoryJobInstanceRequest()
                    .withJobName("daily_sales")
                    .withWorkspace(MatrixCalls.WORKSPACE)
                    .withXProjectId(MatrixCalls.PROJECT)
                    .withBody(new RetryFactoryJobInstanceBody()
                            .withRetryLocation("errorNode")
                            .withRetryTaskVersion("original_version")
                            .withTaskRetrys(List.of(new RetryFactoryJobInstanceBodyTaskRetrys()
                                    .withJobId(917567L)
                                    .withPlanTime(1732601580000L)
                                    .withSubmitTime(1732239754684L)))))
                    .getHttpStatusCode();
        } catch (ServiceResponseException e) {
            boolean refused = e.getHttpStatusCode() / 100 == 4 && e.getHttpStatusCode() != 408;
            return e.getClass().getSimpleName() + " with HTTP " + e.getHttpStatusCode() + (refused ? "" : DOES_NOT_SAY);
        } catch (SdkException | IllegalStateException | IllegalArgumentException | NullPointerException e) {
            return e.getClass().getSimpleName() + DOES_NOT_SAY;
        }
    }

    @Override
    public void close() {
        connections.evictAll();
        threads.shutdownNow();
    }
}
