package io.dataarts.rerun.internal;

import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.error.ConfigurationException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Access keys in environment variables, under the names of the vendor's provider or those of the documentation's samples. */
public final class EnvironmentCredentials implements CredentialsProvider {

    private final UnaryOperator<@Nullable String> environment;

    public EnvironmentCredentials(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public Credentials resolve() {
        Credentials credentials = read("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_SECURITY_TOKEN");
        if (credentials == null) {
            credentials = read("CLOUD_SDK_AK", "CLOUD_SDK_SK", null);
        }
        if (credentials == null) {
            throw new ConfigurationException(
                    "credentials are not set: call credentials(...), or set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK", null);
        }
        return credentials;
    }

    private @Nullable Credentials read(String akName, String skName, @Nullable String tokenName) {
        String ak = value(akName);
        String sk = value(skName);
        String token = tokenName == null ? null : value(tokenName);
        if (ak == null && sk == null) {
            return null;
        }
        if (ak == null || sk == null) {
            throw new ConfigurationException(
                    "credentials are partial: " + (ak == null ? akName : skName) + " is not set, although "
                            + (ak == null ? skName : akName) + " is",
                    null);
        }
        try {
            return token == null ? AccessKey.of(ak, sk) : AccessKey.of(ak, sk, token);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("credentials in " + akName + " and " + skName + " cannot be used: " + e.getMessage(), e);
        }
    }

    private @Nullable String value(String name) {
        String value = environment.apply(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
