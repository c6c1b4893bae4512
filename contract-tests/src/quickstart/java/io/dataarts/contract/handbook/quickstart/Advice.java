package io.dataarts.contract.handbook.quickstart;

import io.dataarts.rerun.error.AuthenticationException;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NotFoundException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.PermissionDeniedException;
import io.dataarts.rerun.error.ThrottledException;

/** What a user of the quickstart can try after a failed look-up. The exception's message says what failed; this names the flag. */
final class Advice {

    private static final String PERMISSION =
            "Ask your administrator for the permission DAYU User and a role in this workspace, or use another user's key.";

    private Advice() {
    }

    static String on(DataArtsException failure) {
        if (failure instanceof AuthenticationException) {
            return "Check HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, and this machine's clock. Then try once: failures lock the key.";
        }
        if (failure instanceof PermissionDeniedException) {
            return PERMISSION;
        }
        if (failure instanceof BadRequestException refused) {
            return switch (refused.errorCode().orElse("")) {
                case "DLF.0819", "DQC.0819" ->
                        "Check -Dquickstart.workspace. It must belong to -Dquickstart.project and to the region.";
                case "DLF.0100" -> "Check the name in -Dquickstart.job: the service compares the whole name. Without this flag, the look"
                        + " asks all jobs.";
                case "DLF.6888" -> PERMISSION;
                default -> "Check -Dquickstart.project, -Dquickstart.workspace and -Dquickstart.job.";
            };
        }
        if (failure instanceof NotFoundException || failure instanceof NotSentException) {
            return "Check -Dquickstart.region or -Dquickstart.endpoint, and your network. A region's id looks like cn-north-4.";
        }
        if (failure instanceof ThrottledException) {
            return "Wait a minute, and look again. All programs of this user share the service's limit.";
        }
        return "Try again later: looking changes nothing.";
    }
}
