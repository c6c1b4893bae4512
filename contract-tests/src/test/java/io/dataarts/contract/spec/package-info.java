/** An API description as a tree, and its mutations: tools of the tests. */
package io.dataarts.contract.spec;
