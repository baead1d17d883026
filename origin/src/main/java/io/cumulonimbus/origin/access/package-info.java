/** Who may connect, publish and play, decided before scripts are asked. */
package io.cumulonimbus.origin.access;
