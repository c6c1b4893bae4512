/** Compares versions of openapi.yaml, and checks that the version number fits the difference. */
package io.dataarts.contract.change.version;
