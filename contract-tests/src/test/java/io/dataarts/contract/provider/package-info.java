/** The reference provider: a stand-in for the service, which authenticates, validates and answers as the documentation says. */
package io.dataarts.contract.provider;
