package io.dataarts.rerun.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Names the product and its version. */
public final class Product {

    /** The value of the header {@code User-Agent}. */
    public static final String USER_AGENT = "dataarts-rerun-java/"
            + properties(Product.class.getResourceAsStream("product.properties")).getProperty("version");

    private Product() {}

    /** Reads properties, empty ones if there is no resource. */
    static Properties properties(@Nullable InputStream resource) {
        Properties properties = new Properties();
        try (resource) {
            if (resource != null) {
                properties.load(resource);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
