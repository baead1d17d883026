/**
 * What things cost: benchmarks of the parts that every packet and every message passes through.
 *
 * <p>Part of no program. {@code scripts/bench} runs them; {@code docs/performance.md} has results.
 */
package io.cumulonimbus.bench;
