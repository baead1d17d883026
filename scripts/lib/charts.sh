# Shared by the scripts that measure: keeps what is to be drawn. Sourced behind lab.sh.

bars=$work/figures.tsv
: > "$bars"

# bar CHART TITLE UNIT LABEL VALUE KIND: something to be drawn, see scripts/chart.
bar() { (IFS=$'\t' && printf '%s\n' "$*") >> "$bars"; }

# draw_bars FOLDER: puts what was measured in the place of what FOLDER/figures.tsv had of the same charts, and draws all of them.
draw_bars() {
    local folder=$1 old=$1/figures.tsv
    mkdir -p "$folder"
    [ -f "$old" ] || : > "$old"
    {
        printf '# What was measured: chart, title, unit, bar, value, kind; and of each chart when, of which commit and where.\n'
        awk -F '\t' '{ name = $1; sub(/^# /, "", name) }
            FILENAME == ARGV[1] { new[name] = 1; next }
            NF > 1 && !(name in new)' "$bars" "$old"
        awk -F '\t' -v where="$(date -u +%F), $(commit), $(machine)" '
            !($1 in seen) { seen[$1] = 1; printf "# %s\t%s\n", $1, where } { print }' "$bars"
    } > "$work/charts.tsv"
    cp "$work/charts.tsv" "$old"
    "$root/scripts/chart" "$folder"
}
