/** Real processes in tests: programs as an operator runs them. */
package io.cumulonimbus.testkit.process;
