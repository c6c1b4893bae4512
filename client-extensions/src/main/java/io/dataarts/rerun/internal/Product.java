package io.dataarts.rerun.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Names the product and its version. */
public final class Product {

    /** The value of the header {@code User-Agent}. */
    public static final String USER_AGENT = "dataarts-rerun-java/" + version();

    private Product() {}

    private static String version() {
        try (InputStream in = Product.class.getResourceAsStream("product.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
