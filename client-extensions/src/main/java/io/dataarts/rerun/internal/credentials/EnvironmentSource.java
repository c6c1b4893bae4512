package io.dataarts.rerun.internal.credentials;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Access keys in environment variables, under the names of the vendor's provider or those of the documentation's samples. */
record EnvironmentSource(UnaryOperator<@Nullable String> environment) implements CredentialSource {

    private static final String TOKEN = "HUAWEICLOUD_SDK_SECURITY_TOKEN";

    @Override
    public Found find() {
        // A token without the key that it was issued with is a partial key; it is never joined to the other spelling's.
        return Found.key("environment", environment, "HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", TOKEN)
                .or(() -> Found.key("environment", environment, "CLOUD_SDK_AK", "CLOUD_SDK_SK", TOKEN))
                .orElseThrow(() -> NoCredentialsException.absent("environment: not set: set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK"
                        + " (or CLOUD_SDK_AK and CLOUD_SDK_SK)"));
    }
}
