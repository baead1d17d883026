/** How much those clients may have that are of one address or one account. */
package io.cumulonimbus.net.limits;
