/** The client that the build would generate of a description: tools of the tests. */
package io.dataarts.contract.generator;
