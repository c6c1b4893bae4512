/** HTTP on 127.0.0.1: the server that the stub and other stand-ins run on. */
package io.dataarts.contract.loopback;
