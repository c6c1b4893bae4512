package io.dataarts.contract.handbook.quickstart;

import io.dataarts.rerun.DataArtsStudioBuilder;
import io.dataarts.rerun.Rerun;
import java.util.Optional;

/**
 * What the flags ask for.
 *
 * @param builder the builder of the studio, without credentials
 * @param service the region or the endpoint
 * @param workspace the id of the workspace
 * @param rerun the rerun to preview or to send
 * @param jobName the only job to look at
 * @param hours how far to look back
 * @param isConfirmed whether the user wants the rerun to be sent
 */
record Settings(DataArtsStudioBuilder builder, String service, String workspace, Optional<Rerun> rerun, Optional<String> jobName, int hours,
        boolean isConfirmed) {
}
