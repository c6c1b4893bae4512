package io.dataarts.rerun;

import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.auth.IamPassword;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.internal.api.ApiFactory;
import io.dataarts.rerun.internal.api.RequestDefaults;
import io.dataarts.rerun.internal.check.Arguments;
import io.dataarts.rerun.internal.check.Endpoints;
import io.dataarts.rerun.internal.check.Libraries;
import io.dataarts.rerun.internal.credentials.DefaultChain;
import io.dataarts.rerun.internal.credentials.IamTokenSource;
import io.dataarts.rerun.internal.credentials.RefreshingCredentials;
import io.dataarts.rerun.internal.delivery.CallListeners;
import io.dataarts.rerun.internal.delivery.Delivery;
import io.dataarts.rerun.internal.http.Transport;
import io.dataarts.rerun.internal.http.TransportSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Configures a {@link DataArtsStudio}. Region or endpoint, project and workspace have to be known; all else has defaults.
 *
 * <p>Not thread-safe.
 */
public final class DataArtsStudioBuilder {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Platform platform;
    private final List<CallListener> listeners = new ArrayList<>();
    private boolean fromEnvironment;
    private @Nullable String region;
    private @Nullable URI endpoint;
    private @Nullable String projectId;
    private @Nullable String workspace;
    private @Nullable CredentialsProvider credentials;
    private @Nullable IamPassword login;
    private @Nullable URI iamEndpoint;
    private RetryPolicy retryPolicy = RetryPolicy.standard();
    private @Nullable Duration duplicateWindow;
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration responseTimeout = Duration.ofSeconds(60);
    private Duration callTimeout = Duration.ofSeconds(120);
    private int maxConnections = 256;
    private @Nullable URI proxy;
    private @Nullable SSLContext sslContext;

    DataArtsStudioBuilder(Platform platform) {
        this.platform = platform;
    }

    /**
     * The region, such as {@code cn-north-4}: any id, also one that is newer than this SDK. It stands for the endpoint
     * {@code https://dayu.<region>.myhuaweicloud.com} ({@code .eu} for the regions {@code eu-*}).
     *
     * @throws IllegalArgumentException when it is not made of lower-case letters, digits and hyphens
     */
    public DataArtsStudioBuilder region(String region) {
        this.region = Endpoints.region(region);
        return this;
    }

    /**
     * The endpoint, instead of a region: for private clouds and tests.
     *
     * @param endpoint {@code https}; plain {@code http} only to loopback
     * @throws IllegalArgumentException when it is neither, or has user info, a query, a fragment, a port beyond 65,535, or a path with
     *     dots or percent signs in it
     */
    public DataArtsStudioBuilder endpoint(URI endpoint) {
        this.endpoint = Endpoints.endpoint("endpoint", endpoint);
        return this;
    }

    /**
     * The project's id, as the console shows it under My Credentials.
     *
     * @throws IllegalArgumentException when it could reach another resource, or cannot travel in a header
     */
    public DataArtsStudioBuilder projectId(String projectId) {
        this.projectId = Arguments.projectId(projectId);
        return this;
    }

    /**
     * The id of the workspace to rerun in.
     *
     * @throws IllegalArgumentException when it is empty or cannot travel in a header
     */
    public DataArtsStudioBuilder workspace(String workspace) {
        this.workspace = Arguments.workspace(workspace);
        return this;
    }

    /**
     * Credentials that do not change. Without any credentials the default chain is asked at the first call: the environment
     * ({@code HUAWEICLOUD_SDK_AK}, {@code _SK}, {@code _SECURITY_TOKEN}, or {@code CLOUD_SDK_AK}, {@code _SK}), the profile file
     * ({@code ~/.huaweicloud/credentials}, or the one that {@code HUAWEICLOUD_SDK_CREDENTIALS_FILE} names), the metadata of an ECS.
     */
    public DataArtsStudioBuilder credentials(Credentials credentials) {
        Objects.requireNonNull(credentials, "credentials");
        return credentials(() -> credentials);
    }

    /** Credentials that are asked for before each attempt. */
    public DataArtsStudioBuilder credentials(CredentialsProvider provider) {
        this.credentials = Objects.requireNonNull(provider, "provider");
        this.login = null;
        return this;
    }

    /** A log-in from which tokens for the project are obtained from IAM, and renewed before they expire. */
    public DataArtsStudioBuilder credentials(IamPassword login) {
        this.login = Objects.requireNonNull(login, "login");
        this.credentials = null;
        return this;
    }

    /**
     * Where tokens are obtained; with a region {@code https://iam.<region>.myhuaweicloud.com} ({@code .eu} for the regions
     * {@code eu-*}) unless set.
     *
     * @throws IllegalArgumentException as {@link #endpoint} does
     */
    public DataArtsStudioBuilder iamEndpoint(URI endpoint) {
        this.iamEndpoint = Endpoints.endpoint("iamEndpoint", endpoint);
        return this;
    }

    /** When a call is attempted again; {@link RetryPolicy#standard()} unless set. */
    public DataArtsStudioBuilder retryPolicy(RetryPolicy policy) {
        this.retryPolicy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Refuses a request that equals one sent within the window (method, path, workspace, body), as far as that one is under way, was
     * accepted, or has an unknown outcome. Off unless set. It knows what this studio and its views sent, not what others did.
     *
     * @throws IllegalArgumentException when the window is not positive
     */
    public DataArtsStudioBuilder duplicateGuard(Duration window) {
        this.duplicateWindow = positive("duplicateGuard", window);
        return this;
    }

    /**
     * Takes what this builder is not given from {@code DATAARTS_REGION} or {@code DATAARTS_ENDPOINT}, {@code DATAARTS_WORKSPACE} and
     * {@code HUAWEICLOUD_SDK_PROJECT_ID}.
     */
    public DataArtsStudioBuilder fromEnvironment() {
        this.fromEnvironment = true;
        return this;
    }

    /**
     * How long connecting may take, TLS included; 5 s unless set.
     *
     * @param timeout positive; less than a millisecond counts as one
     * @throws IllegalArgumentException when it is not positive
     */
    public DataArtsStudioBuilder connectTimeout(Duration timeout) {
        this.connectTimeout = positive("connectTimeout", timeout);
        return this;
    }

    /**
     * How long the service may send nothing; 60 s unless set.
     *
     * @param timeout positive; less than a millisecond counts as one
     * @throws IllegalArgumentException when it is not positive
     */
    public DataArtsStudioBuilder responseTimeout(Duration timeout) {
        this.responseTimeout = positive("responseTimeout", timeout);
        return this;
    }

    /**
     * How long a whole call may take, whatever happens in it; 120 s unless set.
     *
     * @param timeout positive; less than a millisecond counts as one
     * @throws IllegalArgumentException when it is not positive
     */
    public DataArtsStudioBuilder callTimeout(Duration timeout) {
        this.callTimeout = positive("callTimeout", timeout);
        return this;
    }

    /**
     * How many connections may be open at a time; 256 unless set. Calls beyond wait for one.
     *
     * @throws IllegalArgumentException when it is less than 1
     */
    public DataArtsStudioBuilder maxConnections(int connections) {
        Arguments.require(connections >= 1, () -> "maxConnections must be at least 1, was " + connections);
        this.maxConnections = connections;
        return this;
    }

    /**
     * An HTTP proxy.
     *
     * @param proxy {@code http://host:port}; a proxy that asks for a password is not supported
     * @throws IllegalArgumentException when it is anything else
     */
    public DataArtsStudioBuilder proxy(URI proxy) {
        this.proxy = Endpoints.proxy(proxy);
        return this;
    }

    /** The TLS set-up, with trusted certificates or a client certificate; the JVM's unless set. */
    public DataArtsStudioBuilder sslContext(SSLContext sslContext) {
        this.sslContext = Objects.requireNonNull(sslContext, "sslContext");
        return this;
    }

    /** Adds a listener, which observes all calls of the studio and its views. */
    public DataArtsStudioBuilder addListener(CallListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * The studio. Nothing is sent yet.
     *
     * @throws ConfigurationException when settings are missing or wrong; it lists all of them, and what to set
     */
    public DataArtsStudio build() {
        Libraries.requireRecent();
        List<String> problems = new ArrayList<>();
        URI target = target(problems);
        String project = setting(projectId, "projectId", "HUAWEICLOUD_SDK_PROJECT_ID", Arguments::projectId, problems);
        String space = setting(workspace, "workspace", "DATAARTS_WORKSPACE", Arguments::workspace, problems);
        URI iam = login == null ? null : iamEndpoint(target, problems);
        if (proxy != null && (Endpoints.isPlain(target) || iam != null && Endpoints.isPlain(iam))) {
            problems.add("proxy is set for a plain http endpoint, so the proxy could read every request: use https, or no proxy");
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException("The configuration is incomplete:\n- " + String.join("\n- ", problems), null);
        }
        TransportSettings settings =
                new TransportSettings(connectTimeout, responseTimeout, callTimeout, maxConnections, proxy, sslContext, platform.names());
        Transport transport = new Transport(settings);
        RefreshingCredentials own = credentials != null ? null : new RefreshingCredentials(
                iam == null
                        ? new DefaultChain(platform.environment(), platform.home(), platform.metadata())
                        : new IamTokenSource(iam, login, project, settings),
                platform.clock());
        CallListeners told = new CallListeners(target.getRawAuthority(), listeners);
        Delivery delivery = Delivery.over(
                transport, own == null ? credentials : own, retryPolicy, duplicateWindow, told, platform.clock(), platform.sleeper());
        ApiFactory sending = ApiFactory.sending(target, transport, delivery, told);
        Studio.Shared shared = new Studio.Shared(transport, own, sending, ApiFactory.previewing(target, transport));
        return new Studio(shared, new RequestDefaults(project, space), true);
    }

    private URI iamEndpoint(URI target, List<String> problems) {
        boolean isOfRegion = target.toString().matches("https://dayu\\.[a-z0-9-]+\\.myhuaweicloud\\.(com|eu)");
        if (iamEndpoint == null && !isOfRegion) { // a password goes to no guessed host
            problems.add("iamEndpoint is not set: with an endpoint instead of a region, call iamEndpoint(...) too");
        }
        return iamEndpoint == null ? Endpoints.iamOf(target) : iamEndpoint;
    }

    private URI target(List<String> problems) {
        boolean given = region != null || endpoint != null;
        String name = given ? region : environment("DATAARTS_REGION", Endpoints::region, problems);
        URI target = given ? endpoint : environment("DATAARTS_ENDPOINT", Endpoints::endpoint, problems);
        if (name != null && target != null) {
            problems.add("region and endpoint are both set, and name two targets: keep one");
        } else if (name == null && target == null && problems.isEmpty()) {
            problems.add("region is not set: call region(...) or endpoint(...), or set DATAARTS_REGION or DATAARTS_ENDPOINT and call"
                    + " fromEnvironment()");
        }
        return target != null ? target : Endpoints.ofRegion(Objects.requireNonNullElse(name, "unknown"));
    }

    private String setting(@Nullable String given, String name, String variable, UnaryOperator<String> check, List<String> problems) {
        int before = problems.size();
        String value = given != null ? given : environment(variable, check, problems);
        if (value == null && problems.size() == before) {
            problems.add(name + " is not set: call " + name + "(...), or set " + variable + " and call fromEnvironment()");
        }
        return Objects.requireNonNullElse(value, "");
    }

    /** Returns a variable's value, null if there is none that counts. */
    private <T> @Nullable T environment(String variable, Function<String, T> check, List<String> problems) {
        String value = fromEnvironment ? platform.environment().apply(variable) : null;
        try {
            return value == null || value.isEmpty() ? null : check.apply(value);
        } catch (IllegalArgumentException e) {
            problems.add(variable + " cannot be used: " + e.getMessage());
            return null;
        }
    }

    /** Kept within what timers take: a part of a millisecond is no limit to a socket, and centuries overflow. */
    private static Duration positive(String name, Duration timeout) {
        Objects.requireNonNull(timeout, name);
        Arguments.require(!timeout.isNegative() && !timeout.isZero(), () -> name + " must be positive, was " + timeout);
        return timeout.compareTo(SHORTEST) < 0 ? SHORTEST : timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
    }
}
