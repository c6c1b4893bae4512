package io.dataarts.contract.loop;

import io.dataarts.contract.pact.Caller;
import io.dataarts.contract.provider.Memory;
import io.dataarts.contract.provider.Readings;
import io.dataarts.contract.provider.ReferenceProvider;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.auth.Credentials;
import java.time.Instant;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A reference provider with a memory, and a studio that asks it. As an extension, it forgets all before each test. */
final class Morning implements BeforeEachCallback, AfterAllCallback, AutoCloseable {

    /** The provider's time, unless a test moves it: the morning after the night that the tests ask for. */
    static final Instant NOW = Instant.parse("2024-11-22T08:00:00Z");
    static final String WORKSPACE = "62fbba734e634c5087656fc3ff7adf34";
    static final String INSTANCES = "listFactoryJobInstances";
    static final String RUNS = "listQualityInstances";

    final ReferenceProvider provider = Caller.provider().start();
    final Memory memory = provider.memory();
    final Readings readings = memory.readings();
    final DataArtsStudio studio = newStudio();

    /** Returns a studio that asks the provider. Its token spares the signature, and a failed request is not repeated. */
    DataArtsStudio newStudio() {
        return newStudio(Caller.TOKEN.credentials());
    }

    /** Returns a studio with other credentials. */
    DataArtsStudio newStudio(Credentials credentials) {
        return DataArtsStudio.builder()
                .endpoint(provider.endpoint())
                .projectId("62099355b894428e8916573ae635f1f9")
                .workspace(WORKSPACE)
                .credentials(credentials)
                .retryPolicy(RetryPolicy.never())
                .build();
    }

    /** Forgets all, and sets the clock to {@link #NOW}. */
    Morning again() {
        provider.failures().clear();
        provider.forgetExchanges().catalog().clear();
        memory.at(NOW);
        return this;
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        again();
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        close();
    }

    @Override
    public void close() {
        studio.close();
        provider.close();
    }
}
