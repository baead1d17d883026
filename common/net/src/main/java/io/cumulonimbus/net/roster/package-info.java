/** Who is here: the clients of a server, whatever they came by, for operators to see and end. */
package io.cumulonimbus.net.roster;
