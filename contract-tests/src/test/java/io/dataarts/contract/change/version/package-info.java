/** The version of openapi.yaml, and how two descriptions differ. */
package io.dataarts.contract.change.version;
