package io.dataarts.rerun.internal.credentials;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads access keys from environment variables, under the names of the vendor's provider or of the documentation's samples. */
record EnvironmentSource(UnaryOperator<@Nullable String> environment) implements CredentialSource {

    private static final String TOKEN = "HUAWEICLOUD_SDK_SECURITY_TOKEN";

    @Override
    public Found find() {
        // A token without its own AK and SK is a partial key. It is never combined with a key under the other names.
        return Found.key("environment", environment, "HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", TOKEN)
                .or(() -> Found.key("environment", environment, "CLOUD_SDK_AK", "CLOUD_SDK_SK", TOKEN))
                .orElseThrow(() -> NoCredentialsException.absent("environment: not set: set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK"
                        + " (or CLOUD_SDK_AK and CLOUD_SDK_SK)"));
    }
}
