/** FLV: tags, files and what a tag holds (Adobe Flash Video File Format 10.1, annex E). */
package io.cumulonimbus.flv;
