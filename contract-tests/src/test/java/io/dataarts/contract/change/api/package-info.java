/** The public API of the published modules. */
package io.dataarts.contract.change.api;
