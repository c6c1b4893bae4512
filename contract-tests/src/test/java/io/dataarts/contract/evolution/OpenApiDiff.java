package io.dataarts.contract.evolution;

import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;

/** The verdict of openapi-diff. */
final class OpenApiDiff {

    private OpenApiDiff() {
    }

    static Level between(Spec old, Spec now) {
        ChangedOpenApi difference = OpenApiCompare.fromContents(old.root().toString(), now.root().toString());
        return switch (difference.isChanged()) {
            case NO_CHANGES -> Level.NONE;
            case METADATA -> Level.PATCH;
            case COMPATIBLE -> Level.MINOR;
            case UNKNOWN, INCOMPATIBLE -> Level.MAJOR;
        };
    }
}
