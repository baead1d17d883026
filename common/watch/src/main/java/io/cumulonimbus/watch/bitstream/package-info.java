/** What codecs say of their pictures, as far as files and playlists have to say it too: pure. */
package io.cumulonimbus.watch.bitstream;
