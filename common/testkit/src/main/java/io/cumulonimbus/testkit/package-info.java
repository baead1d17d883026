/**
 * What tests stand on: the rules of the house, simulated time and network, seeds, vectors,
 * contracts.
 *
 * <p>Never on the class path of a program.
 */
package io.cumulonimbus.testkit;
