package example;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The settings under {@code dataarts}. */
@ConfigurationProperties("dataarts")
record DataArtsProperties(URI endpoint, String projectId, String workspace, String accessKey, String secretKey) {

    /** Leaves out the keys, so that no log shows them. */
    @Override
    public String toString() {
        return "DataArtsProperties[endpoint=" + endpoint + ", projectId=" + projectId + ", workspace=" + workspace + "]";
    }
}
