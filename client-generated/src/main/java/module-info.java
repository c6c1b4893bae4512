/** The generated client: interfaces of the API, and their models. */
module io.dataarts.generated {
    requires transitive com.fasterxml.jackson.annotation;
    requires transitive feign.core;
    requires static transitive org.jspecify;
    // Feign uses java.beans and java.util.logging, but an automatic module requires nothing.
    requires java.desktop;
    requires java.logging;

    exports io.dataarts.generated.api;
    exports io.dataarts.generated.model;
}
