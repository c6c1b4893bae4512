/** The generated client: interfaces of the API, and their models. */
module io.dataarts.generated {
    requires transitive com.fasterxml.jackson.annotation;
    requires transitive feign.core;

    exports io.dataarts.generated.api;
    exports io.dataarts.generated.model;
}
