# Perl's libraries, as an app server uses them: one command a line comes in, one answer a line goes out.
use strict;
use warnings;
use Crypt::JWT qw(decode_jwt);
use HTTP::Tiny;
use JSON::PP;

my $json = JSON::PP->new->utf8->canonical;

# A public key in PEM; AuthRocket 2 also gives it bare, for its own libraries to put it between these lines.
sub pem {
    my ($key) = @_;
    return $key if $key =~ /^-----/;
    return join "\n", '-----BEGIN PUBLIC KEY-----', $key =~ /(.{1,64})/g, '-----END PUBLIC KEY-----', '';
}

my %key_sets;

# The key set at an address; it is kept, and loaded again for a key that it does not have.
sub key_set {
    my ($url, $kid) = @_;
    my $has = grep { $_->{kid} eq $kid } @{ ($key_sets{$url} // {})->{keys} // [] };
    $key_sets{$url} = call({ method => 'GET', url => $url, headers => {} })->{body} if !$has;
    return $key_sets{$url};
}

# Keys by `kid`; the secret of a realm that has no `kid` stands under the empty name.
sub named {
    my ($command, $kid) = @_;
    return (kid_keys => key_set($command->{jwks}, $kid)) if $command->{jwks};
    my $key = $command->{keys}{$kid} // die "JWT: no such key\n";
    return (key => $key) if $command->{algorithm} eq 'HS256';
    my $public = pem($key);
    return (key => \$public);
}

sub verify {
    my ($command) = @_;
    my $claims = eval {
        my ($header) = decode_jwt(
            token            => $command->{token},
            decode_header    => 1,
            ignore_signature => 1,
            verify_exp       => 0,
        );
        decode_jwt(
            named($command, $header->{kid} // ''),
            token        => $command->{token},
            accepted_alg => $command->{algorithm},
            verify_aud   => $command->{audience},
            verify_iss   => $command->{issuer},
            verify_exp   => 1,
            leeway       => $command->{leeway} // 0,
        );
    };
    return { claims => $claims } if defined $claims;
    my $error = $@;
    return $error =~ /^JW[ST]:/ ? { refused => $error } : { failed => $error };
}

sub call {
    my ($command) = @_;
    my %headers = %{ $command->{headers} };
    my %options = (headers => \%headers);
    my $http    = HTTP::Tiny->new(timeout => 10, proxy => undef, http_proxy => undef);
    if ($command->{json}) {
        $headers{'content-type'} = 'application/json';
        $options{content} = $json->encode($command->{json});
    }
    elsif ($command->{form}) {
        $headers{'content-type'} = 'application/x-www-form-urlencoded';
        $options{content} = $http->www_form_urlencode($command->{form});
    }
    my $reply = $http->request($command->{method}, $command->{url}, \%options);
    my $body  = $reply->{content};
    return { status => 0 + $reply->{status}, body => length $body ? $json->decode($body) : undef };
}

sub escape {
    my ($command) = @_;
    my $text = $command->{text};
    utf8::encode($text);
    $text =~ s/([^A-Za-z0-9\-._~])/sprintf('%%%02X', ord $1)/ge;
    return { text => $text };
}

my %work = (verify => \&verify, call => \&call, escape => \&escape);

$| = 1;
while (my $line = <STDIN>) {
    my $command = $json->decode($line);
    my $answer = eval { $work{ $command->{do} }->($command) } // { failed => "$@" };
    print $json->encode($answer), "\n";
}
