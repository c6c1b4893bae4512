package io.dataarts.rerun;

import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.auth.IamPassword;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.internal.Libraries;
import io.dataarts.rerun.internal.api.ApiFactory;
import io.dataarts.rerun.internal.api.RequestDefaults;
import io.dataarts.rerun.internal.call.Limit;
import io.dataarts.rerun.internal.check.Arguments;
import io.dataarts.rerun.internal.check.Endpoints;
import io.dataarts.rerun.internal.credentials.DefaultChain;
import io.dataarts.rerun.internal.credentials.IamTokenSource;
import io.dataarts.rerun.internal.credentials.MetadataSource;
import io.dataarts.rerun.internal.credentials.RefreshingCredentials;
import io.dataarts.rerun.internal.delivery.CallListeners;
import io.dataarts.rerun.internal.delivery.Delivery;
import io.dataarts.rerun.internal.delivery.Sleeper;
import io.dataarts.rerun.internal.http.Transport;
import io.dataarts.rerun.internal.http.TransportSettings;
import java.net.PasswordAuthentication;
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
 * Configures a {@link DataArtsStudio}. Region or endpoint, project and workspace are required. Everything else has a default.
 *
 * <p>Not thread-safe.
 */
public final class DataArtsStudioBuilder {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration MAX_AGE = Duration.ofMinutes(3);
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
    private Limit connectTimeout = new Limit("connectTimeout", Duration.ofSeconds(5));
    private Limit responseTimeout = new Limit("responseTimeout", Duration.ofSeconds(60));
    private Limit callTimeout = new Limit("callTimeout", Duration.ofSeconds(120));
    private int maxConnections = 256;
    private @Nullable URI proxy;
    private @Nullable PasswordAuthentication proxyLogin;
    private @Nullable SSLContext sslContext;

    DataArtsStudioBuilder(Platform platform) {
        this.platform = platform;
    }

    /**
     * Sets the region, such as {@code cn-north-4}. Any region id is allowed, so that a new region needs no new SDK.
     *
     * <p>The studio calls {@code https://dayu.<region>.myhuaweicloud.com}, or {@code .eu} for the regions {@code eu-*}, as the
     * documentation writes them.
     *
     * @throws IllegalArgumentException if it is not made of lower-case letters, digits and hyphens
     */
    public DataArtsStudioBuilder region(String region) {
        this.region = Endpoints.region(region);
        return this;
    }

    /**
     * Sets the endpoint, instead of a region, for private clouds and tests. It may have a plain path.
     *
     * @param endpoint an {@code https} URL; plain {@code http} is allowed to loopback only
     * @throws IllegalArgumentException if it is another URL, or holds user info, a query, a fragment or a port outside 1 to 65,535
     * @throws IllegalArgumentException if its path holds dot segments, empty segments, percent signs or characters beyond ASCII
     */
    public DataArtsStudioBuilder endpoint(URI endpoint) {
        this.endpoint = Endpoints.endpoint("endpoint", endpoint);
        return this;
    }

    /**
     * Sets the project's id, which the console shows under My Credentials.
     *
     * @throws IllegalArgumentException if it is empty, could reach another resource, or cannot be sent in a header
     */
    public DataArtsStudioBuilder projectId(String projectId) {
        this.projectId = Arguments.projectId(projectId);
        return this;
    }

    /**
     * Sets the id of the workspace to rerun in.
     *
     * @throws IllegalArgumentException if it is empty, starts or ends with a space, or holds characters beyond printable ASCII
     */
    public DataArtsStudioBuilder workspace(String workspace) {
        this.workspace = Arguments.workspace(workspace);
        return this;
    }

    /**
     * Sets credentials that do not change. The last of all {@code credentials} setters counts.
     *
     * <p>Without any credentials, the SDK searches the default chain at the first call. It uses the first source that is set:
     * <ol>
     * <li>the environment variables {@code HUAWEICLOUD_SDK_AK} and {@code HUAWEICLOUD_SDK_SK}, with {@code HUAWEICLOUD_SDK_SECURITY_TOKEN}
     * for a temporary key, or {@code CLOUD_SDK_AK} and {@code CLOUD_SDK_SK};
     * <li>the section {@code [basic]} of the profile file {@code ~/.huaweicloud/credentials}, or of the one that
     * {@code HUAWEICLOUD_SDK_CREDENTIALS_FILE} names;
     * <li>the metadata service of an ECS, version 2 or 1.
     * </ol>
     * A source that is set but incomplete or unreadable is an error. Blank variables count as not set. So does a profile file in the home
     * without the section {@code [basic]}.
     */
    public DataArtsStudioBuilder credentials(Credentials credentials) {
        Objects.requireNonNull(credentials, "credentials");
        return credentials(() -> credentials);
    }

    /** Sets a provider, which the SDK asks for credentials before each attempt. */
    public DataArtsStudioBuilder credentials(CredentialsProvider provider) {
        this.credentials = Objects.requireNonNull(provider, "provider");
        this.login = null;
        return this;
    }

    /** Sets a log-in, with which the SDK obtains tokens for the project from IAM. It renews them before they expire. */
    public DataArtsStudioBuilder credentials(IamPassword login) {
        this.login = Objects.requireNonNull(login, "login");
        this.credentials = null;
        return this;
    }

    /**
     * Sets IAM's endpoint, from which {@link #credentials(IamPassword)} obtains tokens. Required with such a log-in and an endpoint of your
     * own.
     *
     * <p>Default with a region: {@code https://iam.<region>.myhuaweicloud.com}, or {@code .eu} for the regions {@code eu-*}.
     *
     * @throws IllegalArgumentException as in {@link #endpoint}
     */
    public DataArtsStudioBuilder iamEndpoint(URI endpoint) {
        this.iamEndpoint = Endpoints.endpoint("iamEndpoint", endpoint);
        return this;
    }

    /** Sets when the SDK retries a call. Default: {@link RetryPolicy#standard()}. */
    public DataArtsStudioBuilder retryPolicy(RetryPolicy policy) {
        this.retryPolicy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Refuses a request that equals one sent within the window, in method, URL, workspace and body. Default: off.
     *
     * <p>The guard compares bytes, not instances. Reruns of the instances A and B, of B and A, and of A alone are three different requests,
     * and all of them pass.
     *
     * <p>The guard refuses it if the earlier request is in flight, was accepted, or has an unknown outcome. The call then throws a
     * {@link io.dataarts.rerun.error.DuplicateRerunException}. The guard knows the requests of this studio and its views only. Requests
     * that only read always pass.
     *
     * @param window positive; it starts when the earlier call ends
     * @throws IllegalArgumentException if it is not positive
     */
    public DataArtsStudioBuilder duplicateGuard(Duration window) {
        this.duplicateWindow = positive("duplicateGuard", window).time();
        return this;
    }

    /**
     * Reads the settings that this builder does not have from the environment, in {@link #build()}.
     *
     * <p>The variables are {@code DATAARTS_REGION} or {@code DATAARTS_ENDPOINT}, {@code DATAARTS_WORKSPACE} and
     * {@code HUAWEICLOUD_SDK_PROJECT_ID}. An empty variable counts as not set. Default: off.
     */
    public DataArtsStudioBuilder fromEnvironment() {
        this.fromEnvironment = true;
        return this;
    }

    /**
     * Sets the maximum time to connect: the look-up of the host name, all its addresses, a proxy's tunnel, and TLS. Default: 5 s.
     *
     * @param timeout positive; less than 1 ms counts as 1 ms
     * @throws IllegalArgumentException if it is not positive
     */
    public DataArtsStudioBuilder connectTimeout(Duration timeout) {
        this.connectTimeout = positive("connectTimeout", timeout);
        return this;
    }

    /**
     * Sets the maximum time between two bytes of a response. Default: 60 s.
     *
     * @param timeout positive; less than 1 ms counts as 1 ms
     * @throws IllegalArgumentException if it is not positive
     */
    public DataArtsStudioBuilder responseTimeout(Duration timeout) {
        this.responseTimeout = positive("responseTimeout", timeout);
        return this;
    }

    /**
     * Sets the maximum time of a whole call: credentials, the wait for a free connection, all attempts and pauses. Default: 120 s.
     *
     * <p>A credentials provider or a listener cannot be ended. If it takes longer, the SDK sends nothing afterwards.
     *
     * @param timeout positive; less than 1 ms counts as 1 ms
     * @throws IllegalArgumentException if it is not positive
     */
    public DataArtsStudioBuilder callTimeout(Duration timeout) {
        this.callTimeout = positive("callTimeout", timeout);
        return this;
    }

    /**
     * Sets the maximum number of open connections. Default: 256. Further calls wait until a connection is free.
     *
     * @param connections 1 or more
     * @throws IllegalArgumentException if it is less than 1
     */
    public DataArtsStudioBuilder maxConnections(int connections) {
        Arguments.require(connections >= 1, () -> "maxConnections must be at least 1, was " + connections);
        this.maxConnections = connections;
        return this;
    }

    /**
     * Sets an HTTP proxy. Default: none. A proxy needs an endpoint with {@code https}.
     *
     * <p>The JVM's proxy settings do not count: neither {@code https.proxyHost} nor {@code socksProxyHost}.
     *
     * @param proxy {@code http://host:port}; its password goes to {@link #proxyCredentials}
     * @throws IllegalArgumentException if it is anything else
     */
    public DataArtsStudioBuilder proxy(URI proxy) {
        this.proxy = Endpoints.proxy(proxy);
        return this;
    }

    /**
     * Sets the user and the password for the proxy, which the SDK sends with Basic authentication. Default: none.
     *
     * @param user has no colon, because it ends the user in Basic authentication
     * @throws IllegalArgumentException if one is empty or has control characters, or if the user has a colon
     */
    public DataArtsStudioBuilder proxyCredentials(String user, String password) {
        // The message does not show the user, because the password may follow its colon.
        Arguments.require(Arguments.text("user", user).indexOf(':') < 0, () -> "user must not contain ':'");
        this.proxyLogin = new PasswordAuthentication(user, Arguments.text("password", password).toCharArray());
        return this;
    }

    /** Sets the TLS context, with trusted certificates or a client certificate. Default: {@link SSLContext#getDefault()}. */
    public DataArtsStudioBuilder sslContext(SSLContext sslContext) {
        this.sslContext = Objects.requireNonNull(sslContext, "sslContext");
        return this;
    }

    /** Adds a listener, which observes all calls of the studio and its views. Default: none. */
    public DataArtsStudioBuilder addListener(CallListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Returns the configured studio. Sends nothing yet.
     *
     * @throws ConfigurationException if settings are missing or wrong, a library is too old, or the JDK lacks a module; it says what to do
     */
    public DataArtsStudio build() {
        Libraries.requireUsable();
        List<String> problems = new ArrayList<>();
        URI target = target(problems);
        String project = setting(projectId, "projectId", "HUAWEICLOUD_SDK_PROJECT_ID", Arguments::projectId, problems);
        String space = setting(workspace, "workspace", "DATAARTS_WORKSPACE", Arguments::workspace, problems);
        URI iam = login == null ? null : iamEndpoint(target, problems);
        if (proxy == null && proxyLogin != null) {
            problems.add("proxyCredentials is set, but proxy is not: call proxy(...), too");
        }
        if (proxy != null && (Endpoints.isPlain(target) || iam != null && Endpoints.isPlain(iam))) {
            problems.add("proxy is set for a plain http endpoint, so the proxy could read every request: use https, or no proxy");
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException("The configuration is incomplete:\n- " + String.join("\n- ", problems), null);
        }
        TransportSettings settings = new TransportSettings(connectTimeout, responseTimeout, callTimeout, maxConnections, MAX_AGE,
                proxy, proxyLogin, sslContext, platform.names());
        Transport transport = new Transport(settings);
        Sleeper sleeper = Objects.requireNonNullElse(platform.sleeper(), transport::pause);
        Transport own = credentials != null ? transport
                : new Transport(iam == null ? MetadataSource.SETTINGS : IamTokenSource.settings(settings));
        CredentialsProvider provider = credentials != null ? credentials : new RefreshingCredentials(
                iam == null
                        ? new DefaultChain(platform.environment(), platform.home(), new MetadataSource(platform.metadata(), own))
                        : new IamTokenSource(iam, login, project, own),
                platform.clock());
        CallListeners told = new CallListeners(target.getRawAuthority(), listeners);
        Delivery delivery = Delivery.over(transport, provider, retryPolicy, duplicateWindow, told, platform.clock(), sleeper);
        ApiFactory sending = new ApiFactory(target, transport, delivery, told);
        ApiFactory previewing = new ApiFactory(target, transport, null, CallListeners.NONE);
        Studio.Shared shared = new Studio.Shared(transport, own, sending, previewing, sleeper);
        return new Studio(shared, new RequestDefaults(project, space, null), true);
    }

    private URI iamEndpoint(URI target, List<String> problems) {
        boolean isOfRegion = target.toString().matches("https://dayu\\.[a-z0-9-]+\\.myhuaweicloud\\.(com|eu)");
        if (iamEndpoint == null && !isOfRegion) { // never send a password to a guessed host
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

    /** Returns a variable's checked value, null if it is not set or wrong. */
    private <T> @Nullable T environment(String variable, Function<String, T> check, List<String> problems) {
        String value = fromEnvironment ? platform.environment().apply(variable) : null;
        try {
            return value == null || value.isEmpty() ? null : check.apply(value);
        } catch (IllegalArgumentException e) {
            problems.add(variable + " cannot be used: " + e.getMessage());
            return null;
        }
    }

    /** Returns a limit that timers accept. Sockets take less than 1 ms as no limit, and centuries overflow. */
    private static Limit positive(String name, Duration timeout) {
        Objects.requireNonNull(timeout, name);
        Arguments.require(!timeout.isNegative() && !timeout.isZero(), () -> name + " must be positive, was " + timeout);
        return new Limit(name, timeout.compareTo(SHORTEST) < 0 ? SHORTEST : timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout);
    }
}
