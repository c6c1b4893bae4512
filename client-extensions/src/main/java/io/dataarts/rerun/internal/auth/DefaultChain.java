package io.dataarts.rerun.internal.auth;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The environment, the profile file, then the metadata of an ECS: the first that is in use, and only that one from then on. */
public final class DefaultChain implements CredentialSource {

    private final List<CredentialSource> sources;
    private volatile @Nullable CredentialSource chosen;

    public DefaultChain(UnaryOperator<@Nullable String> environment, Path home, URI metadata, JsonExchange http) {
        this.sources = List.of(
                new EnvironmentSource(environment), new ProfileSource(environment, home), new MetadataSource(metadata, http));
    }

    @Override
    public String name() {
        return "default chain";
    }

    @Override
    public String absence() {
        StringBuilder states = new StringBuilder("call credentials(...), or use one of these:");
        sources.forEach(source -> states.append("\n- ").append(source.name()).append(": ").append(source.absence()));
        return states.toString();
    }

    @Override
    public Optional<Found> find() {
        CredentialSource known = chosen;
        if (known != null) {
            return known.find();
        }
        StringBuilder states = new StringBuilder();
        for (CredentialSource source : sources) {
            states.append("\n- ").append(source.name()).append(": ");
            try {
                Optional<Found> found = source.find();
                if (found.isPresent()) {
                    chosen = source;
                    return found;
                }
            } catch (BrokenSourceException e) {
                throw new BrokenSourceException(states + e.getMessage(), e.getCause());
            }
            states.append(source.absence());
        }
        return Optional.empty();
    }
}
