package io.dataarts.contract.pact;

import au.com.dius.pact.core.model.DefaultPactReader;
import au.com.dius.pact.core.model.V4Interaction;
import au.com.dius.pact.core.model.V4Pact;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Reads the published pact from the class path, as users do. */
public final class RecordedPact {

    /** The folder on the class path. */
    public static final String FOLDER = "io/dataarts/contract/pacts";

    private static final String RESOURCE = FOLDER + "/dataarts-rerun-sdk-dataarts-studio.json";

    private RecordedPact() {
    }

    /** Returns the pact, read by Pact's reader. */
    public static V4Pact read() {
        try (InputStream json = RecordedPact.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            if (json == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path: build the module's resources first");
            }
            return (V4Pact) DefaultPactReader.INSTANCE.loadPact(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the interactions of the pact, in the file's order. */
    public static List<V4Interaction.SynchronousHttp> interactions() {
        return read().getInteractions().stream().map(V4Interaction.SynchronousHttp.class::cast).toList();
    }
}
