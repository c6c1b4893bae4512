package io.dataarts.rerun;

import io.dataarts.generated.model.RetryJobInstancesRequest;
import io.dataarts.rerun.loopback.LoopbackServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Opens the package-private seams of {@link DataArtsStudioBuilder} to tests in other packages.
 *
 * <p>By default, a builder from here is isolated from the platform: no environment variables, no real clock, no real pauses.
 */
public final class TestStudio {

    /** Waits between attempts. */
    @FunctionalInterface
    public interface Pause {
        void sleep(Duration duration) throws InterruptedException;
    }

    private Map<String, String> environment = Map.of();
    private Clock clock = Example.CLOCK;
    private Pause pause = duration -> {};
    private String home;
    private URI metadata;
    private DnsResolver names;

    private TestStudio() {}

    /** Starts with a fixed clock, without environment variables and without pauses. */
    public static TestStudio isolated() {
        return new TestStudio();
    }

    public TestStudio environment(Map<String, String> variables) {
        this.environment = variables;
        return this;
    }

    /** Uses this clock. Pauses between attempts advance it, and take no real time. */
    public TestStudio clock(TestClock testClock) {
        this.clock = testClock;
        return pause(testClock::pause);
    }

    public TestStudio pause(Pause between) {
        this.pause = between;
        return this;
    }

    /** Uses the platform's clock, and really waits between attempts. */
    public TestStudio realTime() {
        this.clock = null;
        this.pause = null;
        return this;
    }

    /** Sets the user's home folder, which may hold the profile file. */
    public TestStudio home(Path folder) {
        return home(folder.toString());
    }

    /** Sets the user's home folder to a text that need not be a path. */
    public TestStudio home(String folder) {
        this.home = folder;
        return this;
    }

    /** Sets the endpoint of the ECS metadata service. */
    public TestStudio metadata(URI endpoint) {
        this.metadata = endpoint;
        return this;
    }

    public TestStudio names(DnsResolver resolver) {
        this.names = resolver;
        return this;
    }

    /** Returns a builder for the example project and workspace, without endpoint and credentials. */
    public DataArtsStudioBuilder builder() {
        Platform real = Platform.real();
        Platform platform = new Platform(
                environment::get,
                home == null ? real.home() : home,
                metadata == null ? real.metadata() : metadata,
                names,
                clock == null ? real.clock() : clock,
                pause == null ? real.sleeper() : pause::sleep);
        return new DataArtsStudioBuilder(platform).projectId(Example.PROJECT).workspace(Example.WORKSPACE);
    }

    /** Returns a builder for the example project and workspace on this server, without credentials. */
    public DataArtsStudioBuilder builder(LoopbackServer server) {
        return builder().endpoint(server.endpoint());
    }

    /** Returns the request body that a typed rerun sends. */
    public static RetryJobInstancesRequest body(JobRerun rerun) {
        return Requests.of(rerun.content());
    }
}
