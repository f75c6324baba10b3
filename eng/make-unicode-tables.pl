#!/usr/bin/env perl
# Writes src/Assay.Text/Tokenizers/Normalizers/unicode.txt: what .NET does not say of characters.
#   eng/make-unicode-tables.pl > src/Assay.Text/Tokenizers/Normalizers/unicode.txt
# Needs only Perl, whose own copy of the Unicode database is read (5.36 has Unicode 14).
use strict;
use warnings;
use Unicode::UCD qw(prop_invmap);

sub ranges {
    my ($property, $skip) = @_;
    my ($starts, $values) = prop_invmap($property);
    my %ranges;
    for my $i (0 .. $#$starts) {
        my $value = $values->[$i];
        next if $value =~ $skip;
        my $end = $i < $#$starts ? $starts->[$i + 1] - 1 : 0x10FFFF;
        push @{$ranges{$value}}, $starts->[$i] == $end ? sprintf('%X', $end) : sprintf('%X-%X', $starts->[$i], $end);
    }
    return \%ranges;
}

print "# Unicode ", Unicode::UCD::UnicodeVersion(), ", made by eng/make-unicode-tables.pl\n";
my $classes = ranges('Canonical_Combining_Class', qr/^(0|Not_Reordered|NR)$/);
my %number;
for my $name (keys %$classes) {
    my $first = $classes->{$name}[0] =~ s/-.*//r;
    $number{$name} = Unicode::UCD::charinfo(hex $first)->{combining};
}
print "ccc $number{$_} @{$classes->{$_}}\n" for sort { $number{$a} <=> $number{$b} } keys %$classes;
my $scripts = ranges('Script', qr/^(Unknown|Zzzz)$/);
print "script $_ @{$scripts->{$_}}\n" for sort keys %$scripts;

# Characters that were no characters yet in Unicode 9, whose scripts Hugging Face's pre-tokenizer UnicodeScripts knows.
my ($starts, $ages) = prop_invmap('Age');
my @later;
for my $i (0 .. $#$starts) {
    next unless $ages->[$i] =~ /^V?(\d+)[._]/ && $1 > 9;
    my $end = $i < $#$starts ? $starts->[$i + 1] - 1 : 0x10FFFF;
    push @later, $starts->[$i] == $end ? sprintf('%X', $end) : sprintf('%X-%X', $starts->[$i], $end);
}
print "after 9 @later\n";
