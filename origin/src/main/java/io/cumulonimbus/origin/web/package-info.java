/** What applications have for everybody to see. */
package io.cumulonimbus.origin.web;
