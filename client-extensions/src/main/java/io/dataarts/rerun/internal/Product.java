package io.dataarts.rerun.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What the product says of itself. */
public final class Product {

    /** As it says to servers. */
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
