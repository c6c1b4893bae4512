package example;

import io.dataarts.rerun.CallListener;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.auth.AccessKey;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Offers reruns of quality jobs over HTTP. */
@SpringBootApplication
@EnableConfigurationProperties(DataArtsProperties.class)
public class Application {

    public static void main(String[] arguments) {
        SpringApplication.run(Application.class, arguments);
    }

    /** One studio for the whole application. Spring closes it. */
    @Bean
    DataArtsStudio dataArtsStudio(DataArtsProperties properties, CallListener listener) {
        return DataArtsStudio.builder()
                .endpoint(properties.endpoint())
                .projectId(properties.projectId())
                .workspace(properties.workspace())
                .credentials(AccessKey.of(properties.accessKey(), properties.secretKey()))
                .addListener(listener)
                .build();
    }
}
