package io.dataarts.rerun;

import io.dataarts.rerun.internal.delivery.Sleeper;
import java.net.URI;
import java.time.Clock;
import java.util.function.UnaryOperator;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Gives a studio what it takes from the platform that it runs on. Tests replace it.
 *
 * @param environment gives the value of an environment variable, null if it is not set
 * @param home the user's home folder, which may hold the profile file; it need not be a valid path
 * @param metadata the endpoint of the metadata service of an ECS
 * @param names resolves host names, null for the JVM's resolver
 * @param clock gives the time for signatures and expiry
 * @param sleeper waits between attempts, null for real pauses
 */
record Platform(UnaryOperator<@Nullable String> environment, String home, URI metadata, @Nullable DnsResolver names, Clock clock,
        @Nullable Sleeper sleeper) {

    static Platform real() {
        return new Platform(System::getenv, System.getProperty("user.home", "."), URI.create("http://169.254.169.254"), null,
                Clock.systemUTC(), null);
    }
}
