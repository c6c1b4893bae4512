package io.dataarts.contract.size;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.auth.AccessKey;
import java.net.URI;

/** This SDK with its default settings. */
final class SdkPeer implements Peer {

    private final DataArtsStudio studio;
    private final Rerun rerun = rerun(917567);

    SdkPeer(URI endpoint) {
        this.studio = DataArtsStudio.builder()
                .endpoint(endpoint)
                .projectId(ExampleCall.PROJECT)
                .workspace(ExampleCall.WORKSPACE)
                .credentials(AccessKey.of(ExampleCall.ACCESS_KEY, ExampleCall.SECRET_KEY))
                .build();
    }

    /** Returns a rerun of an instance of this job. */
    static Rerun rerun(long jobId) {
        return JobRerun.job(ExampleCall.JOB)
                .instances(JobInstance.of(jobId).planned(1732601580000L).submitted(1732239754684L))
                .from(StartNode.error())
                .using(TaskVersion.ORIGINAL)
                .ignoreObsListening(true)
                .build();
    }

    DataArtsStudio studio() {
        return studio;
    }

    @Override
    public void call() {
        if (studio.rerun(rerun).httpStatus() != 200) {
            throw new IllegalStateException("not a 200");
        }
    }

    @Override
    public void close() {
        studio.close();
    }
}
