/** Trials in numbers: simulated worlds and spoiled input, for machines that have time. */
package io.cumulonimbus.fuzz;
