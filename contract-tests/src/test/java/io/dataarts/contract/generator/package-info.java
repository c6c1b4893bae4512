/** A tool of the tests: generates the client from a description, as the build does. */
package io.dataarts.contract.generator;
