package io.dataarts.rerun.internal.credentials;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Searches the environment, the profile file and the metadata of an ECS, and keeps the first source that gives credentials. If a source is
 * in use but broken, the search fails.
 */
public final class DefaultChain implements CredentialSource {

    private final List<CredentialSource> sources;
    private volatile @Nullable CredentialSource chosen;

    public DefaultChain(UnaryOperator<@Nullable String> environment, String home, MetadataSource metadata) {
        this.sources = List.of(new EnvironmentSource(environment), new ProfileSource(environment, home), metadata);
    }

    @Override
    public Found find() {
        CredentialSource known = chosen;
        if (known != null) {
            return known.find();
        }
        StringBuilder states = new StringBuilder();
        for (CredentialSource source : sources) {
            try {
                Found found = source.find();
                chosen = source;
                return found;
            } catch (NoCredentialsException e) {
                states.append("\n- ").append(e.getMessage());
                if (e.sourceInUse) {
                    throw NoCredentialsException.broken("fix one of these, or call credentials(...):" + states, e.getCause());
                }
            }
        }
        throw NoCredentialsException.absent("call credentials(...), or use one of these:" + states);
    }
}
