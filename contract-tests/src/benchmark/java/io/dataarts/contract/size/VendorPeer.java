package io.dataarts.contract.size;

import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.http.HttpConfig;
import com.huaweicloud.sdk.dataartsstudio.v1.DataArtsStudioClient;
import com.huaweicloud.sdk.dataartsstudio.v1.model.RetryFactoryJobInstanceBody;
import com.huaweicloud.sdk.dataartsstudio.v1.model.RetryFactoryJobInstanceBodyTaskRetrys;
import com.huaweicloud.sdk.dataartsstudio.v1.model.RetryFactoryJobInstanceRequest;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;

/** The vendor's SDK, with as many connections as the other peers. By default it keeps five. */
final class VendorPeer implements Peer {

    private final DataArtsStudioClient client;
    private final RetryFactoryJobInstanceRequest request = request(917567);

    VendorPeer(URI endpoint) {
        this.client = DataArtsStudioClient.newBuilder()
                .withCredential(new BasicCredentials()
                        .withAk(ExampleCall.ACCESS_KEY)
                        .withSk(ExampleCall.SECRET_KEY)
                        .withProjectId(ExampleCall.PROJECT))
                .withHttpConfig(HttpConfig.getDefaultHttpConfig().withConnectionPool(new ConnectionPool(256, 5, TimeUnit.MINUTES)))
                .withEndpoint(endpoint.toString())
                .build();
    }

    private static RetryFactoryJobInstanceRequest request(long jobId) {
        return new RetryFactoryJobInstanceRequest()
                .withJobName(ExampleCall.JOB)
                .withWorkspace(ExampleCall.WORKSPACE)
                .withXProjectId(ExampleCall.PROJECT)
                .withBody(new RetryFactoryJobInstanceBody()
                        .withRetryLocation("errorNode")
                        .withRetryTaskVersion("original_version")
                        .withIgnoreObsMonitor(true)
                        .withTaskRetrys(List.of(new RetryFactoryJobInstanceBodyTaskRetrys()
                                .withJobId(jobId)
                                .withPlanTime(1732601580000L)
                                .withSubmitTime(1732239754684L))));
    }

    /** Reruns an instance of this job. */
    void rerun(long jobId) {
        client.retryFactoryJobInstance(request(jobId));
    }

    @Override
    public void call() {
        if (client.retryFactoryJobInstance(request).getHttpStatusCode() != 200) {
            throw new IllegalStateException("not a 200");
        }
    }

    @Override
    public void close() {}
}
