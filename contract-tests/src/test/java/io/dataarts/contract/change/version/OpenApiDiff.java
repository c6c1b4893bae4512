package io.dataarts.contract.change.version;

import io.dataarts.contract.spec.ApiDescription;
import io.dataarts.contract.spec.Level;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;

/** Asks openapi-diff for its verdict. */
final class OpenApiDiff {

    private OpenApiDiff() {
    }

    static Level between(ApiDescription old, ApiDescription now) {
        ChangedOpenApi difference = OpenApiCompare.fromContents(old.root().toString(), now.root().toString());
        return switch (difference.isChanged()) {
            case NO_CHANGES -> Level.NONE;
            case METADATA -> Level.PATCH;
            case COMPATIBLE -> Level.MINOR;
            case UNKNOWN, INCOMPATIBLE -> Level.MAJOR;
        };
    }
}
