package io.dataarts.rerun.internal.auth;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Access keys in environment variables, under the names of the vendor's provider or those of the documentation's samples. */
final class EnvironmentSource implements CredentialSource {

    private final UnaryOperator<@Nullable String> environment;

    EnvironmentSource(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public String name() {
        return "environment";
    }

    @Override
    public String absence() {
        return "not set: set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK (or CLOUD_SDK_AK and CLOUD_SDK_SK)";
    }

    @Override
    public Optional<Found> find() {
        return read("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_SECURITY_TOKEN")
                .or(() -> read("CLOUD_SDK_AK", "CLOUD_SDK_SK", "HUAWEICLOUD_SDK_SECURITY_TOKEN"));
    }

    private Optional<Found> read(String akName, String skName, String tokenName) {
        return KeyParts.read(akName, environment.apply(akName), skName, environment.apply(skName), environment.apply(tokenName))
                .map(key -> new Found(key, null));
    }
}
