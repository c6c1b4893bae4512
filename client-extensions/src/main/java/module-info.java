/** Reruns work in Huawei Cloud DataArts Studio. Packages that this module does not export change without notice. */
module io.dataarts.rerun {
    requires transitive io.dataarts.generated;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires org.apache.httpcomponents.client5.httpclient5;
    requires org.apache.httpcomponents.core5.httpcore5;
    requires org.slf4j;
    // HttpClient and HttpCore use jdk.net, but automatic modules require nothing.
    requires jdk.net;

    exports io.dataarts.rerun;
    exports io.dataarts.rerun.auth;
    exports io.dataarts.rerun.batch;
    exports io.dataarts.rerun.error;
    exports io.dataarts.rerun.find;
    exports io.dataarts.rerun.signing;
    exports io.dataarts.rerun.track;
}
