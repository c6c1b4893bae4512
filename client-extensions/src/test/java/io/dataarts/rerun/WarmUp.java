package io.dataarts.rerun;

import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Makes the JVM's first call, plain and over TLS, before a class whose limits of time would otherwise end while the JVM loads classes. */
public final class WarmUp implements BeforeAllCallback {

    private static final AtomicBoolean DONE = new AtomicBoolean();

    @Override
    public void beforeAll(ExtensionContext test) {
        if (DONE.getAndSet(true)) {
            return;
        }
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(204));
                LoopbackServer withoutTls = LoopbackServer.greeting(Reply.drop());
                DataArtsStudio studio = Example.studio(server);
                DataArtsStudio secure = Example.builder().endpoint(withoutTls.secureEndpoint()).build()) {
            studio.rerun(Example.QUALITY);
            Failing.rerun(secure, NotSentException.class);
        }
    }
}
