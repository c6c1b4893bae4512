/** Tools of the tests: an API description as a tree, and its mutations. */
package io.dataarts.contract.spec;
