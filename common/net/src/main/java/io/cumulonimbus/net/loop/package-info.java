/**
 * Loops: the threads that own everything mutable, and the few ways into them.
 *
 * <p>An object belongs to one loop for its whole life and is touched by no other thread. Work gets
 * there as a task, through a {@code *Proxy} that counts and bounds what it has in flight ({@link
 * io.cumulonimbus.net.loop.BoundedHop}). Nothing that runs on a loop waits.
 */
package io.cumulonimbus.net.loop;
